"""
resnet20-cifar: images of 3×32×32, 10 classes, 278,206 parameters.

Written by ResNet Inspector. The weights that it trains expect pixels between 0 and 1, normalised with mean 0.5 and
standard deviation 0.5 in each channel.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn


class StochasticDepth(nn.Module):
    """Leaves a whole branch out of a step of training, unless it survives (Huang et al. 2016)."""

    def __init__(self, survival: float) -> None:
        super().__init__()
        self.survival = survival

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        survives = torch.rand((), device=x.device) < self.survival
        return x * survives / self.survival


class PaddedIdentity(nn.Module):
    """Shortcut option A (He et al. 2015, §3.3): every `stride`-th pixel, then channels of zeros behind the others."""

    def __init__(self, extra_channels: int, stride: int = 1) -> None:
        super().__init__()
        self.extra_channels = extra_channels
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        x = x[:, :, :: self.stride, :: self.stride]
        return nn.functional.pad(x, (0, 0, 0, 0, 0, self.extra_channels))


class SqueezeExcitation(nn.Module):
    """Weighs each channel by a value between 0 and 1 that all channels' means give (Hu et al. 2018, Fig. 3)."""

    def __init__(self, channels: int, squeezed_channels: int) -> None:
        super().__init__()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc1 = nn.Conv2d(channels, squeezed_channels, kernel_size=1)
        self.activation = nn.ReLU()
        self.fc2 = nn.Conv2d(squeezed_channels, channels, kernel_size=1)

    def forward(self, x: Tensor) -> Tensor:
        scale = self.avgpool(x)
        scale = self.activation(self.fc1(scale))
        scale = torch.sigmoid(self.fc2(scale))
        return x * scale


class SEBasicBlock(nn.Module):
    """
    Two 3×3 convolutions, F(x), beside a shortcut (He et al. 2015, Fig. 2). Squeeze-and-excitation weighs the channels
    of F(x) (Hu et al. 2018).
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        squeezed_channels: int,
        survival: float,
        stride: int = 1,
        shortcut: nn.Module | None = None,
    ) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, kernel_size=3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(out_channels, out_channels, kernel_size=3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.se = SqueezeExcitation(out_channels, squeezed_channels=squeezed_channels)
        self.stochastic_depth = StochasticDepth(survival=survival)
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        branch = self.relu(self.bn1(self.conv1(x)))
        branch = self.bn2(self.conv2(branch))
        branch = self.stochastic_depth(self.se(branch))
        shortcut = x if self.shortcut is None else self.shortcut(x)
        return self.relu(branch + shortcut)


class ResNet20Cifar(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, kernel_size=3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.relu = nn.ReLU()
        self.layer1 = nn.Sequential(
            SEBasicBlock(16, 16, squeezed_channels=4, survival=0.9444444444444444),
            SEBasicBlock(16, 16, squeezed_channels=4, survival=0.8888888888888888),
            SEBasicBlock(16, 16, squeezed_channels=4, survival=0.8333333333333334),
        )
        self.layer2 = nn.Sequential(
            SEBasicBlock(
                16,
                32,
                squeezed_channels=8,
                survival=0.7777777777777778,
                stride=2,
                shortcut=PaddedIdentity(extra_channels=16, stride=2),
            ),
            SEBasicBlock(32, 32, squeezed_channels=8, survival=0.7222222222222222),
            SEBasicBlock(32, 32, squeezed_channels=8, survival=0.6666666666666667),
        )
        self.layer3 = nn.Sequential(
            SEBasicBlock(
                32,
                64,
                squeezed_channels=16,
                survival=0.6111111111111112,
                stride=2,
                shortcut=PaddedIdentity(extra_channels=32, stride=2),
            ),
            SEBasicBlock(64, 64, squeezed_channels=16, survival=0.5555555555555556),
            SEBasicBlock(64, 64, squeezed_channels=16, survival=0.5),
        )
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(64, 10)

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
        x = self.layer3(x)
        x = torch.flatten(self.avgpool(x), 1)
        return self.fc(x)


def load(weights: str | Path) -> ResNet20Cifar:
    """The network with the weights of a safetensors file, ready to predict."""
    network = ResNet20Cifar()
    network.load_state_dict(load_file(weights))
    return network.eval()


if __name__ == "__main__":
    weights = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("stochastic_se.safetensors")
    with torch.inference_mode():
        logits = load(weights)(torch.zeros(1, 3, 32, 32))
    print(tuple(logits.shape))
