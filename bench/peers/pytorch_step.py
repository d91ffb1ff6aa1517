"""Times training steps of torchvision's ResNet-34 for two classes on 3x32x32, eager PyTorch: the peer of our own step.

    python pytorch_step.py --steps 20                one JSON line: torch, threads, median_ms, images_per_s, losses, step_ms
    python pytorch_step.py --serve                   a line {"ready": true, ...} after the warm-up; then each line `run N`
                                                     on standard input trains N steps more and answers with such a line,
                                                     so that a bench can take turns with it; ends with its input
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable

import torch
import torchvision
from torch import nn

Step = Callable[[], float]


def main() -> None:
    options = parse_arguments()
    if options.threads:
        torch.set_num_threads(options.threads)
    facts = {"torch": torch.__version__, "threads": torch.get_num_threads(), "batch": options.batch}
    step = make_step(options)
    for _ in range(options.warmup):
        step()
    if options.serve:
        serve(step, options.batch, facts)
    else:
        answer(facts | measure(step, options.steps, options.batch))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=positive, default=20)
    parser.add_argument("--warmup", type=int, default=3)
    parser.add_argument("--batch", type=positive, default=64)
    parser.add_argument("--threads", type=positive, help="PyTorch's own choice where left out")
    parser.add_argument("--channels-last", action="store_true", help="NHWC memory, which some processors prefer")
    parser.add_argument("--serve", action="store_true")
    return parser.parse_args()


def positive(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive whole number")
    return int(text)


def make_step(options: argparse.Namespace) -> Step:
    """One step of Adam on a batch of noise, eight of them in turn, made beforehand."""
    torch.manual_seed(0)
    layout = torch.channels_last if options.channels_last else torch.contiguous_format
    network = torchvision.models.resnet34(num_classes=2).train().to(memory_format=layout)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001)
    batches = [
        (torch.randn(options.batch, 3, 32, 32).to(memory_format=layout), torch.randint(2, (options.batch,)))
        for _ in range(8)
    ]

    def step() -> float:
        images, labels = batches[step.count % len(batches)]
        step.count += 1
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    step.count = 0
    return step


def measure(step: Step, steps: int, batch: int) -> dict:
    durations, losses = [], []
    for _ in range(steps):
        start = time.perf_counter()
        losses.append(step())
        durations.append(1000 * (time.perf_counter() - start))
    median = statistics.median(durations)
    return {"median_ms": median, "images_per_s": 1000 * batch / median, "losses": losses, "step_ms": durations}


def serve(step: Step, batch: int, facts: dict) -> None:
    answer(facts | {"ready": True})
    for line in sys.stdin:
        words = line.split()
        if len(words) == 2 and words[0] == "run" and words[1].isdigit() and int(words[1]) > 0:
            answer(facts | measure(step, int(words[1]), batch))
        else:
            answer({"error": f"expected `run N`, got {line.strip()!r}"})


def answer(value: dict) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main()
