"""The registry as a static site: page models, templates, and what turns one into the other."""
