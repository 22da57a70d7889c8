"""Handraise: a peer-to-peer texting console built around self assignment."""
