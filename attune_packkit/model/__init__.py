"""Documents to frozen, typed components. Dialect differences live here and nowhere else."""
