"""Carriers: who carries texts to phones (`carrier.py`), and the loop that hands them over (`handover.py`)."""
