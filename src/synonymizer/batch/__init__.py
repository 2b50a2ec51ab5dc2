"""Many variants at once: columns in, columns out, the kernel for what it covers and the pipeline for the rest."""
