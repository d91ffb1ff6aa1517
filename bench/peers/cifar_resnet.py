"""ResNets for CIFAR (He et al. 2015, section 4.2) with shortcuts of option A, which torchvision does not have."""

import torch
from torch import nn
from torch.nn import functional


class Block(nn.Module):
    """Two 3x3 convolutions; the shortcut takes every `stride`-th pixel and appends zero channels (option A, section 3.3)."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.conv1 = conv3x3(inputs, outputs, stride)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = conv3x3(outputs, outputs, 1)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.stride, self.added = stride, outputs - inputs

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        branch = functional.relu(self.bn1(self.conv1(x)), inplace=True)
        branch = self.bn2(self.conv2(branch))
        return functional.relu(branch + self.shortcut(x), inplace=True)

    def shortcut(self, x: torch.Tensor) -> torch.Tensor:
        if self.stride == 1 and self.added == 0:
            return x
        return functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.added))


class ResNet(nn.Module):
    """3x3 stem of 16 channels, then `blocks` blocks each on 32x32, 16x16 and 8x8 maps of 16, 32 and 64 channels."""

    def __init__(self, num_classes: int, blocks: int) -> None:
        super().__init__()
        self.conv1 = conv3x3(3, 16, 1)
        self.bn1 = nn.BatchNorm2d(16)
        self.layers = nn.Sequential(
            *stage(16, 16, 1, blocks), *stage(16, 32, 2, blocks), *stage(32, 64, 2, blocks)
        )
        self.fc = nn.Linear(64, num_classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = functional.relu(self.bn1(self.conv1(x)), inplace=True)
        return self.fc(self.layers(x).mean((2, 3)))


def resnet20(num_classes: int) -> ResNet:
    return ResNet(num_classes, 3)


def resnet56(num_classes: int) -> ResNet:
    return ResNet(num_classes, 9)


def stage(inputs: int, outputs: int, stride: int, blocks: int) -> list[Block]:
    return [Block(inputs, outputs, stride), *(Block(outputs, outputs, 1) for _ in range(blocks - 1))]


def conv3x3(inputs: int, outputs: int, stride: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
