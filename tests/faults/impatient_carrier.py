"""Runs `handraise carrier NAME` so that a carrier is asked sooner what became of texts that it was unsure of.

python -m tests.faults.impatient_carrier SECONDS NAME [OPTIONS]
"""

import sys

from server.carriers.telnyx.carrier import Telnyx
from server.carriers.twilio.carrier import Twilio
from server.cli.main import main

if __name__ == "__main__":
    Telnyx.settle_after = Twilio.settle_after = float(sys.argv[1])
    main(["carrier", *sys.argv[2:]])
