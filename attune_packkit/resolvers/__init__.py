"""Built-in resolvers: from what a user names to the files of a pack."""
