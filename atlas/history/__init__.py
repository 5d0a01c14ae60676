"""The history of the content, as git has kept it."""
