import { UserError } from '../../protocol/userError';

const keywords = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(' '), // prettier-ignore
);

/** What torch.nn.Module, Sequential and ModuleDict have of their own; a module's child can't have that name. */
const ownNames = new Set(
  'T_destination add_module append apply bfloat16 buffers call_super_init children clear compile cpu cuda double dump_patches eval extend extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half insert ipu items keys load_state_dict modules mtia named_buffers named_children named_modules named_parameters parameters pop register_backward_hook register_buffer register_forward_hook register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule share_memory state_dict to to_empty train training type update values xpu zero_grad _apply _backward_hooks _backward_pre_hooks _buffers _call_impl _compiled_call_impl _forward_hooks _forward_hooks_always_called _forward_hooks_with_kwargs _forward_pre_hooks _forward_pre_hooks_with_kwargs _get_backward_hooks _get_backward_pre_hooks _get_item_by_idx _get_name _is_full_backward_hook _load_from_state_dict _load_state_dict_post_hooks _load_state_dict_pre_hooks _maybe_warn_non_full_backward_hook _modules _named_members _non_persistent_buffers_set _parameters _register_load_state_dict_pre_hook _register_state_dict_hook _replicate_for_data_parallel _save_to_state_dict _slow_forward _state_dict_hooks _state_dict_pre_hooks _version _wrapped_call_impl'.split(' '), // prettier-ignore
);

/** Names that the module's own text uses. */
const usedNames = new Set(
  'self torch nn sys Path Tensor OrderedDict load load_file getattr float int str len print range super isinstance tuple'.split(' '), // prettier-ignore
);

/** Whether Python takes it as a name. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !keywords.has(name);
}

/** Refuses a part of a layer's name that can't stand in Python. */
export function checkName(part: string, layer: string): void {
  if (!/^\w+$/.test(part) || part.startsWith('__'))
    throw new UserError(`The layer "${layer}" can't be written for PyTorch: its name has parts of other than letters, digits and underscores; rename it in the network's file.`); // prettier-ignore
}

/** Refuses a part of a layer's name that no torch.nn.Module can have as its child's. */
export function checkModuleName(part: string, layer: string): void {
  if (ownNames.has(part))
    throw new UserError(`The layer "${layer}" can't be written for PyTorch, whose modules have a "${part}" of their own; rename it in the network's file.`); // prettier-ignore
}

/** The first of the names that is none of Python's, of the module's or of `taken`; the last one numbered where there is none. */
export function freeName(names: readonly string[], isTaken: (name: string) => boolean): string {
  const isFree = (name: string): boolean => isIdentifier(name) && !usedNames.has(name) && !isTaken(name);
  const found = names.find(isFree);
  if (found !== undefined) return found;
  const last = names.at(-1) ?? '';
  for (let number = 2; ; number++) if (isFree(`${last}_${number}`)) return `${last}_${number}`;
}

const written: Readonly<Record<string, string>> = {
  alexnet: 'AlexNet',
  bn: 'BN',
  preact: 'PreAct',
  resnet: 'ResNet',
  resnext: 'ResNeXt',
  se: 'SE',
  vgg: 'VGG',
};

/** `ResNet34` of `resnet34`, `WideResNet50_2` of `wide_resnet50_2`; a class's name of any text. */
export function className(text: string): string {
  const words = (text.match(/[A-Za-z0-9]+/g) ?? []).map(capitalised);
  const joined = words.join('_').replaceAll(/(?<!\d)_|_(?!\d)/g, '');
  return /^[A-Z]/.test(joined) ? joined.slice(0, 60) : `Network${joined.slice(0, 60)}`;
}

function capitalised(word: string): string {
  const { letters = '', rest = '' } = /^(?<letters>[A-Za-z]*)(?<rest>.*)$/.exec(word)?.groups ?? {};
  return (written[letters.toLowerCase()] ?? letters.charAt(0).toUpperCase() + letters.slice(1)) + rest;
}
