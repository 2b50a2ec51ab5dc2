"""The engine for Arrow and polars."""
