"""Trains the worked example in eager PyTorch: torchvision's ResNet-34 on CIFAR-10's airplanes and birds, 3x32x32.

    python pytorch_example.py --data FOLDER          a JSON line an epoch: type, epoch, testAccuracy, seconds

FOLDER has CIFAR-10 in its binary layout. Mean and deviation 0.5, Adam 0.001, batches of 64 in a new order each epoch; the
images are kept in memory as they go into the network. The first weights are torchvision's own: Kaiming by fan-out.
"""

import argparse
import json
import time
from pathlib import Path

import numpy
import torch
import torchvision
from torch import nn

AIRPLANE, BIRD = 0, 2
RECORD_BYTES = 1 + 3 * 32 * 32

Images = tuple[torch.Tensor, torch.Tensor]


def main() -> None:
    options = parse_arguments()
    torch.manual_seed(options.seed)
    train_images = read(sorted(options.data.glob("data_batch_*.bin")), options.limit_train)
    test_images = read([options.data / "test_batch.bin"], options.limit_test)
    train_images, test_images = (
        tuple(part.to(options.device) for part in images) for images in (train_images, test_images)
    )
    network = torchvision.models.resnet34(num_classes=2).to(options.device)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001)
    for epoch in range(1, options.epochs + 1):
        start = time.perf_counter()
        train(network, optimizer, train_images)
        accuracy = evaluate(network, test_images)
        seconds = time.perf_counter() - start
        line = {"type": "epoch", "epoch": epoch, "testAccuracy": accuracy, "seconds": seconds}
        print(json.dumps(line), flush=True)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cpu", help="cpu, or cuda")
    parser.add_argument("--limit-train", type=int, help="the first so many training images")
    parser.add_argument("--limit-test", type=int, help="the first so many test images")
    return parser.parse_args()


def read(files: list[Path], limit: int | None) -> Images:
    """The first `limit` airplanes (0) and birds (1), normalised; [N, 3, 32, 32] and [N]."""
    records = numpy.concatenate([numpy.fromfile(file, numpy.uint8) for file in files]).reshape(-1, RECORD_BYTES)
    records = records[numpy.isin(records[:, 0], (AIRPLANE, BIRD))][:limit]
    pixels = torch.from_numpy(records[:, 1:].reshape(-1, 3, 32, 32))
    labels = torch.from_numpy(records[:, 0] == BIRD).long()
    return (pixels.float() / 255 - 0.5) / 0.5, labels


def train(network: nn.Module, optimizer: torch.optim.Optimizer, images: Images) -> None:
    network.train()
    for indices in torch.randperm(len(images[1])).to(images[1].device).split(64):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(images[0][indices]), images[1][indices]).backward()
        optimizer.step()


@torch.inference_mode()
def evaluate(network: nn.Module, images: Images) -> float:
    network.eval()
    pairs = zip(images[0].split(64), images[1].split(64), strict=True)
    correct = sum((network(batch).argmax(1) == labels).sum().item() for batch, labels in pairs)
    return correct / len(images[1])


if __name__ == "__main__":
    main()
