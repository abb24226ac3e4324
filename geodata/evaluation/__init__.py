"""How right the join is: measured against known answers, or by a clerk on a drawn sample."""

from geodata.evaluation.labels import LabelledQuality, Labels, measure_labels, read_labels
from geodata.evaluation.proportion import Proportion
from geodata.evaluation.truth import TruthQuality, measure_truth

__all__ = [
    "LabelledQuality",
    "Labels",
    "Proportion",
    "TruthQuality",
    "measure_labels",
    "measure_truth",
    "read_labels",
]
