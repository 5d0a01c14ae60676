"""What the commands do that are more than a few lines; `atlas.cli` reads their arguments."""
