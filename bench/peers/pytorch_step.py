"""Times training steps of a residual network on noise in PyTorch: the peer of our own step.

    python pytorch_step.py --steps 20                one JSON line: torch, threads, median_ms, images_per_s, losses, step_ms
    python pytorch_step.py --serve                   a line {"ready": true, ...} after the warm-up; then each line `run N`
                                                     on standard input trains N steps more and answers with such a line,
                                                     so that a bench can take turns with it; ends with its input

Where --compile can't work, the only line is {"error": "..."}.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable

import torch
import torchvision
from cifar_resnet import resnet20, resnet56
from torch import nn

Step = Callable[[], float]

NETWORKS = {
    "resnet20": resnet20,
    "resnet56": resnet56,
    "resnet34": torchvision.models.resnet34,
    "resnet50": torchvision.models.resnet50,
}

OPTIMIZERS = {
    "adam": lambda parameters: torch.optim.Adam(parameters, lr=0.001),
    "sgd": lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.9, weight_decay=1e-4),
}


def main() -> None:
    options = parse_arguments()
    if options.threads:
        torch.set_num_threads(options.threads)
    facts = {"torch": torch.__version__.split("+")[0], "threads": torch.get_num_threads(), "batch": options.batch}
    step = make_step(options)
    try:
        for _ in range(options.warmup):
            step()
    except Exception as error:
        if not options.compile:
            raise
        answer({"error": f"torch.compile does not work here: {first_line(error)}"})
        return
    if options.serve:
        serve(step, options.batch, facts)
    else:
        answer(facts | measure(step, options.steps, options.batch))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", choices=sorted(NETWORKS), default="resnet34")
    parser.add_argument("--classes", type=positive, default=2)
    parser.add_argument("--size", type=positive, default=32, help="height and width of the images")
    parser.add_argument("--batch", type=positive, default=64)
    parser.add_argument("--optimizer", choices=sorted(OPTIMIZERS), default="adam")
    parser.add_argument("--compile", action="store_true", help="the network by torch.compile")
    parser.add_argument("--mode", default="default", help="of torch.compile")
    parser.add_argument("--device", default="cpu", help="cpu, or cuda")
    parser.add_argument("--amp", action="store_true", help="mixed precision: bfloat16 by autocast")
    parser.add_argument("--steps", type=positive, default=20)
    parser.add_argument("--warmup", type=int, default=3)
    parser.add_argument("--threads", type=positive, help="PyTorch's own choice where left out")
    parser.add_argument("--channels-last", action="store_true", help="NHWC memory, which some processors prefer")
    parser.add_argument("--serve", action="store_true")
    return parser.parse_args()


def positive(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive whole number")
    return int(text)


def make_step(options: argparse.Namespace) -> Step:
    """One step on a batch of noise, eight of them in turn, made beforehand."""
    torch.manual_seed(0)
    layout = torch.channels_last if options.channels_last else torch.contiguous_format
    network = NETWORKS[options.model](num_classes=options.classes).train().to(options.device, memory_format=layout)
    optimizer = OPTIMIZERS[options.optimizer](network.parameters())
    forward = torch.compile(network, mode=options.mode) if options.compile else network
    shape = (options.batch, 3, options.size, options.size)
    batches = [
        (
            torch.randn(shape).to(options.device, memory_format=layout),
            torch.randint(options.classes, (options.batch,)).to(options.device),
        )
        for _ in range(8)
    ]

    def step() -> float:
        images, labels = batches[step.count % len(batches)]
        step.count += 1
        optimizer.zero_grad()
        with torch.autocast(options.device, torch.bfloat16, enabled=options.amp):
            loss = nn.functional.cross_entropy(forward(images), labels)
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
    speed = {"median_ms": median, "images_per_s": 1000 * batch / median}
    return speed | {"losses": losses, "step_ms": durations, "rss_mb": resident_bytes() / 1e6}


def resident_bytes() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def serve(step: Step, batch: int, facts: dict) -> None:
    answer(facts | {"ready": True})
    for line in sys.stdin:
        words = line.split()
        if len(words) == 2 and words[0] == "run" and words[1].isdigit() and int(words[1]) > 0:
            answer(facts | measure(step, int(words[1]), batch))
        else:
            answer({"error": f"expected `run N`, got {line.strip()!r}"})


def first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


def answer(value: dict) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main()
