cdef bint is_base(unsigned char letter) noexcept nogil
cdef unsigned char complement(unsigned char letter) noexcept nogil
cdef unsigned char upper(unsigned char letter) noexcept nogil
