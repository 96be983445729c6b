"""Environment builders: what a pack needs beside itself to run."""
