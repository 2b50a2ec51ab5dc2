cdef Py_ssize_t write_number(unsigned char[::1] out, Py_ssize_t at, long long value) noexcept nogil
cdef Py_ssize_t copy(const unsigned char[::1] source, Py_ssize_t start, Py_ssize_t end, unsigned char[::1] out, Py_ssize_t at) noexcept nogil
cdef long long find_start(long long[::1] ends, Py_ssize_t row) noexcept nogil
