// The C++ libraries of GCC before 11 lack this function, which newer compilers call: with one of its own the addon loads there too.
#include <new>

#ifdef __GLIBCXX__
namespace std {
[[noreturn]] void __throw_bad_array_new_length() { throw bad_array_new_length(); }
}  // namespace std
#endif
