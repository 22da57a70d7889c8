"""A whole store in a file, and back."""
