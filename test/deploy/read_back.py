"""Reads a deployed stage back through the services' APIs and compares it with what its config promises.

Every check runs; the exit status is the number of those that failed.
"""
import sys

import check_plans  # noqa: F401 (a module registers its checks when it is loaded)
import check_routes  # noqa: F401
import check_service  # noqa: F401
import check_stage  # noqa: F401
from deployed import CHECKS

failures = 0
for function in CHECKS:
    try:
        function()
    except Exception as error:  # a missing resource is a failed check like any other
        failures += 1
        print(f"  FAILED {function.__name__.replace('_', ' ')}: {type(error).__name__}: {error}")
print(f"  {len(CHECKS) - failures} of {len(CHECKS)} read-back checks passed")
sys.exit(failures)
