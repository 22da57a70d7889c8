"""The commands: who may ask for what."""
