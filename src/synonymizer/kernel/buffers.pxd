cdef class Letters:
    cdef const unsigned char[::1] data


cdef class Texts(Letters):
    cdef long long[::1] ends


cdef class Buffer:
    cdef unsigned char[::1] data
    cdef Py_ssize_t at
    cdef void put(self, unsigned char letter) noexcept nogil
    cdef void put_number(self, long long value) noexcept nogil
    cdef void put_letters(self, Letters letters, long long start, long long end) noexcept nogil
    cdef void put_text(self, Texts texts, Py_ssize_t row) noexcept nogil
