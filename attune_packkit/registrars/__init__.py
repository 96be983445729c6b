"""Built-in registrars: where registered packs are kept."""
