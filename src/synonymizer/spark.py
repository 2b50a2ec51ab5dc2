"""The engine inside Spark."""
