"""The analyse wing: one neural pass over a report. Sole user of onnxruntime and tokenizers."""

from standoff.analyse.analyser import Analyser
from standoff.analyse.network import check as check_weights

__all__ = ["Analyser", "check_weights"]
