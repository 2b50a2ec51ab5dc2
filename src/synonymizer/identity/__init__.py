"""Whether texts name the same variant: `compare` for two of them, `group` for a list.

Equal keys decide, and only where nothing that is not installed could change them. All else that can be said of two
changes, such as that they make one protein change, or that one contains the other, is a verdict of its own and never
"same".
"""

from synonymizer.identity.comparison import Comparison, compare
from synonymizer.identity.findings import Verdict, name_reading
from synonymizer.identity.grouping import Grouped, VariantClass, group, summarize

__all__ = ["Comparison", "Grouped", "VariantClass", "Verdict", "compare", "group", "name_reading", "summarize"]
