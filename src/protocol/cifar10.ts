/** The classes of CIFAR-10, in the order of its labels. */
export const standardClasses: readonly string[] = [
  ...['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
];

/** The classes of the images inside the product. */
export const embeddedClasses: readonly string[] = ['airplane', 'bird'];
