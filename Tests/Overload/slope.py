"""Whether a series of figures goes on rising, told apart from noise.

The slope is that of Theil and Sen: the median of the slopes of all pairs, which a third of bad figures cannot move much. How
sure it is comes from Kendall's test, as Sen described it (1968): here the bounds in which it lies with 95 %.
"""

import dataclasses
import math
import statistics


@dataclasses.dataclass(frozen=True)
class Trend:
    slope: float
    """A second."""
    low: float
    high: float
    middle: float
    """The median of the values."""
    seconds: float
    """From the first to the last."""

    @property
    def growth(self):
        """Over the whole series."""
        return self.slope * self.seconds

    @property
    def sure_growth(self):
        """The least growth that is to be believed."""
        return max(0.0, self.low * self.seconds)


def trend(times, values):
    """Of three values or more."""
    count = len(values)
    slopes = sorted((values[j] - values[i]) / (times[j] - times[i]) for i in range(count) for j in range(i + 1, count))
    spread = 1.96 * math.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    low = slopes[max(0, int((len(slopes) - spread) / 2))]
    high = slopes[min(len(slopes) - 1, int((len(slopes) + spread) / 2))]
    return Trend(statistics.median(slopes), low, high, statistics.median(values), times[-1] - times[0])


def thinned(values, most=240):
    """Medians of neighbours, so that there are at most so many."""
    step = -(-len(values) // most)
    return [statistics.median(values[i:i + step]) for i in range(0, len(values), step)]
