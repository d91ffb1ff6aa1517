"""
preact-imagenet: images of 3×32×32, 3 classes, 2,347 parameters.

Written by ResNet Inspector. The weights that it trains expect pixels between 0 and 1, normalised with mean 0.5 and
standard deviation 0.5 in each channel.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn


class FirstPreActBottleneck(nn.Module):
    """
    1×1, 3×3 and 1×1 convolutions, F(x), beside a shortcut (He et al. 2015, Fig. 5). Batch norm and ReLU come before
    each convolution (He et al. 2016, Fig. 4(e)), before the first one in the stem.
    """

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(4, 4, kernel_size=1, bias=False)
        self.bn2 = nn.BatchNorm2d(4)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(4, 4, kernel_size=3, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(4)
        self.conv3 = nn.Conv2d(4, 16, kernel_size=1, bias=False)
        self.downsample = nn.Sequential(nn.Conv2d(4, 16, kernel_size=1, bias=False))

    def forward(self, x: Tensor) -> Tensor:
        branch = self.conv1(x)
        branch = self.conv2(self.relu(self.bn2(branch)))
        branch = self.conv3(self.relu(self.bn3(branch)))
        shortcut = self.downsample(x)
        return branch + shortcut


class PreActBottleneck(nn.Module):
    """
    1×1, 3×3 and 1×1 convolutions, F(x), beside a shortcut (He et al. 2015, Fig. 5). Batch norm and ReLU come before
    each convolution (He et al. 2016, Fig. 4(e)).
    """

    def __init__(self) -> None:
        super().__init__()
        self.bn1 = nn.BatchNorm2d(16)
        self.relu = nn.ReLU()
        self.conv1 = nn.Conv2d(16, 4, kernel_size=1, bias=False)
        self.bn2 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 4, kernel_size=3, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(4)
        self.conv3 = nn.Conv2d(4, 16, kernel_size=1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        branch = self.conv1(self.relu(self.bn1(x)))
        branch = self.conv2(self.relu(self.bn2(branch)))
        branch = self.conv3(self.relu(self.bn3(branch)))
        return branch + x


class SharedPreActBottleneck(nn.Module):
    """
    1×1, 3×3 and 1×1 convolutions, F(x), beside a shortcut (He et al. 2015, Fig. 5). Batch norm and ReLU come before
    each convolution (He et al. 2016, Fig. 4(e)); the shortcut takes what the first ones give.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bn1 = nn.BatchNorm2d(16)
        self.relu = nn.ReLU()
        self.conv1 = nn.Conv2d(16, 6, kernel_size=1, bias=False)
        self.bn2 = nn.BatchNorm2d(6)
        self.conv2 = nn.Conv2d(6, 6, kernel_size=3, stride=2, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(6)
        self.conv3 = nn.Conv2d(6, 24, kernel_size=1, bias=False)
        self.downsample = nn.Sequential(nn.Conv2d(16, 24, kernel_size=1, stride=2, bias=False))

    def forward(self, x: Tensor) -> Tensor:
        x = self.relu(self.bn1(x))
        branch = self.conv1(x)
        branch = self.conv2(self.relu(self.bn2(branch)))
        branch = self.conv3(self.relu(self.bn3(branch)))
        shortcut = self.downsample(x)
        return branch + shortcut


class PreActImagenet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, kernel_size=7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.relu = nn.ReLU()
        self.maxpool = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        self.layer1 = nn.Sequential(FirstPreActBottleneck(), PreActBottleneck())
        self.layer2 = nn.Sequential(SharedPreActBottleneck())
        self.bn = nn.BatchNorm2d(24)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(24, 3)

        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(module, nn.BatchNorm2d):
                nn.init.ones_(module.weight)
                nn.init.zeros_(module.bias)

    def forward(self, x: Tensor) -> Tensor:
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.maxpool(x)
        x = self.layer1(x)
        x = self.relu(self.bn(self.layer2(x)))
        x = torch.flatten(self.avgpool(x), 1)
        return self.fc(x)


def load(weights: str | Path) -> PreActImagenet:
    """The network with the weights of a safetensors file, ready to predict."""
    network = PreActImagenet()
    network.load_state_dict(load_file(weights))
    return network.eval()


if __name__ == "__main__":
    weights = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("preact-imagenet.safetensors")
    with torch.inference_mode():
        logits = load(weights)(torch.zeros(1, 3, 32, 32))
    print(tuple(logits.shape))
