"""Ground floor: the law's vocabulary, its dates and references, and the SQLite corpus."""
