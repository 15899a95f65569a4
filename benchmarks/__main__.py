"""Print every measure: repair accuracy, the amending engine, the time of the demo build. ``make bench`` runs this."""

from __future__ import annotations

import sys

from benchmarks import amending, demo_build, repair_accuracy

if __name__ == "__main__":
    status = repair_accuracy.main([])
    print()
    status = amending.main([]) or status
    print()
    sys.exit(status or demo_build.main([]))
