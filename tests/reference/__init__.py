"""Sources of reference data, each judged by the laws of them all and by another reader of its format."""
