"""Print every measure: repair accuracy, and the time of the demo build. ``make bench`` runs this."""

from __future__ import annotations

import sys

from benchmarks import demo_build, repair_accuracy

if __name__ == "__main__":
    status = repair_accuracy.main([])
    print()
    sys.exit(status or demo_build.main([]))
