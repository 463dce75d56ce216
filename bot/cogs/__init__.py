"""One file per group of commands: thin translators between Discord and the desk."""
