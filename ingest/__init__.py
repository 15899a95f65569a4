"""First wing: sources in, documents out."""
