"""How long the tests wait for anything: a bound against a hang, never an expectation."""

# Far beyond what the slowest and busiest machine needs for one answer.
WITHIN_SECONDS = 120
