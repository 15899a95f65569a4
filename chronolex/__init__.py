"""The doors: Python, the command, the site."""
