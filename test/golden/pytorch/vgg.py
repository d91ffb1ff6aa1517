"""
vgg: images of 3×32×32, 3 classes, 2,283 parameters.

Written by ResNet Inspector. The weights that it trains expect pixels between 0 and 1, normalised with mean 0.5 and
standard deviation 0.5 in each channel.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn


class VGG(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 4, kernel_size=3, padding=1),
            nn.BatchNorm2d(4),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2),
            nn.Conv2d(4, 6, kernel_size=3, padding=1),
            nn.BatchNorm2d(6),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2),
            nn.Conv2d(6, 8, kernel_size=3, padding=1),
            nn.BatchNorm2d(8),
            nn.ReLU(),
            nn.Conv2d(8, 8, kernel_size=3, padding=1),
            nn.BatchNorm2d(8),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=2, stride=2),
        )
        self.avgpool = nn.AdaptiveAvgPool2d(3)
        self.classifier = nn.Sequential(
            nn.Linear(72, 10),
            nn.ReLU(),
            nn.Dropout(p=0.0),
            nn.Linear(10, 10),
            nn.ReLU(),
            nn.Dropout(p=0.0),
            nn.Linear(10, 3),
        )

        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
                nn.init.zeros_(module.bias)
            elif isinstance(module, nn.BatchNorm2d):
                nn.init.ones_(module.weight)
                nn.init.zeros_(module.bias)
            elif isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=0.01)
                nn.init.zeros_(module.bias)

    def forward(self, x: Tensor) -> Tensor:
        x = self.features(x)
        x = torch.flatten(self.avgpool(x), 1)
        return self.classifier(x)


def load(weights: str | Path) -> VGG:
    """The network with the weights of a safetensors file, ready to predict."""
    network = VGG()
    network.load_state_dict(load_file(weights))
    return network.eval()


if __name__ == "__main__":
    weights = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("vgg.safetensors")
    with torch.inference_mode():
        logits = load(weights)(torch.zeros(1, 3, 32, 32))
    print(tuple(logits.shape))
