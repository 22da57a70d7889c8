"""The load test: texters as people are, on a running deployment, and a verdict on what they saw."""
