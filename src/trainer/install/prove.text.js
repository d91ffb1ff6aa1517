// Run by a Node process of its own with the addon's path as its first argument and libraries to open before it as others: prints TensorFlow's version and a matrix product.
const [addon, ...libraries] = process.argv.slice(2);
const staysOpen = 0x1001; // RTLD_LAZY and RTLD_NODELETE: Node closes what is no addon of its own
for (const library of libraries)
  try {
    process.dlopen({ exports: {} }, library, staysOpen);
  } catch {
    // as it is no addon
  }
const binding = require(addon);
const matrix = (...values) => binding.createTensor([2, 2], binding.TF_FLOAT, Float32Array.from(values));
const attributes = [{ name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }];
const [product] = binding.executeOp('MatMul', attributes, [matrix(1, 2, 3, 4), matrix(5, 6, 7, 8)], 1);
const values = Array.from(binding.tensorDataSync(product.id));
console.log(`engine:${JSON.stringify({ version: binding.TF_Version, values })}`);
