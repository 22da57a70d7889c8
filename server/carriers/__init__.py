"""Carriers of texts."""
