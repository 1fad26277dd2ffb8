"""Files that are damaged or hold what nobody can read: looked through, and saved as far as can be."""
