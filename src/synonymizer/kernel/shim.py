"""What the kernel's modules need of `cython` where it is not installed: decorators and types that do nothing."""

from __future__ import annotations

from typing import Any

compiled = False


class _Nothing:
    """Stands for every type, decorator and context of Cython."""

    def __getattr__(self, name: str) -> _Nothing:
        return self

    def __getitem__(self, item: object) -> _Nothing:
        return self

    def __call__(self, *arguments: Any, **_: Any) -> Any:
        return arguments[0] if arguments else self

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


_NOTHING = _Nothing()


def __getattr__(name: str) -> _Nothing:
    if name.startswith("__"):
        raise AttributeError(name)  # what Python itself looks for in a module
    return _NOTHING
