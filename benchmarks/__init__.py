"""Measurements of speed; each module runs by itself and prints what it measured."""
