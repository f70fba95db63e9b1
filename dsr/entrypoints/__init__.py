"""Where people and programs come in. Each entry point knows app.py and no other entry point."""
