"""Third wing: citations and lineage as networks."""
