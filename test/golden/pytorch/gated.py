"""
gated: images of 3×32×32, 3 classes, 2,659 parameters.

Written by ResNet Inspector. The weights that it trains expect pixels between 0 and 1, normalised with mean 0.5 and
standard deviation 0.5 in each channel.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn


class PaddedIdentity(nn.Module):
    """Shortcut option A (He et al. 2015, §3.3): every `stride`-th pixel, then channels of zeros behind the others."""

    def __init__(self, extra_channels: int, stride: int = 1) -> None:
        super().__init__()
        self.extra_channels = extra_channels
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        x = x[:, :, :: self.stride, :: self.stride]
        return nn.functional.pad(x, (0, 0, 0, 0, 0, self.extra_channels))


class GatedBasicBlock(nn.Module):
    """
    Two 3×3 convolutions, F(x), beside a shortcut (He et al. 2015, Fig. 2). A gate, a 1×1 convolution of x, weighs the
    paths (He et al. 2016, §3.1).
    """

    def __init__(self, in_channels: int, out_channels: int, stride: int = 1, shortcut: nn.Module | None = None) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, kernel_size=3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(out_channels, out_channels, kernel_size=3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.gate = nn.Conv2d(in_channels, out_channels, kernel_size=1, stride=stride)
        self.shortcut = shortcut
        nn.init.constant_(self.gate.bias, -6.0)

    def forward(self, x: Tensor) -> Tensor:
        branch = self.relu(self.bn1(self.conv1(x)))
        branch = self.bn2(self.conv2(branch))
        gate = self.gate(x)
        gate_open = torch.sigmoid(gate)
        gate_closed = torch.sigmoid(-gate)
        branch = branch * gate_open
        shortcut = x if self.shortcut is None else self.shortcut(x)
        shortcut = shortcut * gate_closed
        return self.relu(branch + shortcut)


class Gated(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, kernel_size=3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.relu = nn.ReLU()
        self.layer1 = nn.Sequential(GatedBasicBlock(4, 4))
        self.layer2 = nn.Sequential(
            GatedBasicBlock(4, 8, stride=2, shortcut=PaddedIdentity(extra_channels=4, stride=2)),
            GatedBasicBlock(8, 8),
        )
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(8, 3)

        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(module, nn.BatchNorm2d):
                nn.init.ones_(module.weight)
                nn.init.zeros_(module.bias)

    def forward(self, x: Tensor) -> Tensor:
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.layer1(x)
        x = self.layer2(x)
        x = torch.flatten(self.avgpool(x), 1)
        return self.fc(x)


def load(weights: str | Path) -> Gated:
    """The network with the weights of a safetensors file, ready to predict."""
    network = Gated()
    network.load_state_dict(load_file(weights))
    return network.eval()


if __name__ == "__main__":
    weights = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("gated.safetensors")
    with torch.inference_mode():
        logits = load(weights)(torch.zeros(1, 3, 32, 32))
    print(tuple(logits.shape))
