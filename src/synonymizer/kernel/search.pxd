cdef Py_ssize_t find_last(long long[::1] values, Py_ssize_t low, Py_ssize_t high, long long place) noexcept nogil
