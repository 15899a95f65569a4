"""Second wing: amending sentences become operations, operations become versions."""
