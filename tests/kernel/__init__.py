"""The stages of the batch engine's kernel, each against its counterpart of the pipeline."""
