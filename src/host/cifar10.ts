/** The classes of CIFAR-10, in the order of its labels. */
export const cifar10Classes: readonly string[] = [
  ...['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
];

/** The classes of the data inside the extension. */
export const embeddedClasses: readonly string[] = ['airplane', 'bird'];
